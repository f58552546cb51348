"""The main job by hand: sign up, name a behaviour and a stage, weigh it up, plan; with script and without."""

import pytest
from playwright.sync_api import expect

from smartrecovery.accounts.models import User
from stages.models import Behaviour
from tools.models import Entry

from .hands import end_session, kept, sign_in, until, write

PASSPHRASE = "seven lamps over a slow river"
REASON = "Mornings with my son"
SENTENCE = "Everything I get is over in two hours"


@pytest.mark.parametrize("again", ["on the page", "after a reload"])
def test_the_main_job_with_a_session_lost_in_mid_sentence(phone, again):
    page = phone.new_page()
    name = sign_up(page)
    name_a_behaviour(page)

    page.goto("/tools/cost-benefit/begin/")
    write(page, "Wine on weeknights", "[name=title]")
    write(page, REASON, "[name^=changing_benefit-][name$=-text]")
    assert until(page, lambda: kept("changing_benefit"))
    assert until(page, lambda: "/entries/" in page.url)
    end_session()
    write(page, SENTENCE)
    if again == "after a reload":
        page.reload()
    else:
        page.get_by_role("dialog").wait_for()
    sign_in(page, name, PASSPHRASE)
    assert until(page, lambda: kept() == SENTENCE)
    with page.expect_navigation():
        page.get_by_role("button", name="Done for now").click()

    plan_from_reasons(page)
    assert reasons_of_the_plan() == [REASON]


def test_the_main_job_without_script(device):
    page = device(java_script_enabled=False).new_page()
    name = sign_up(page)
    name_a_behaviour(page)

    page.goto("/tools/cost-benefit/begin/")
    page.fill("[name=title]", "Wine on weeknights")
    page.locator("[name^=changing_benefit-][name$=-text]").fill(REASON)
    page.locator("button[value='add:changing_benefit']").click()
    page.wait_for_url("**/entries/**")
    end_session()
    page.fill("[name=reflection]", SENTENCE)
    with page.expect_navigation():
        page.get_by_role("button", name="Done for now").click()
    sign_in(page, name, PASSPHRASE)
    page.get_by_role("button", name="Save it and carry on").click()
    page.locator("textarea[name=reflection]").wait_for()

    expect(page.locator("[name=reflection]")).to_have_value(SENTENCE)
    plan_from_reasons(page)
    assert reasons_of_the_plan() == [REASON]


def sign_up(page) -> str:
    """Begins under the name that is offered, and answers with it."""
    page.goto("/accounts/signup/")
    page.fill("main [name=password1]", PASSPHRASE)
    page.fill("main [name=password2]", PASSPHRASE)
    page.locator("main [name=is_adult][value=yes]").check(force=True)
    page.locator("main [name=consent]").check()
    page.locator("main [type=submit]").click()
    page.get_by_role("heading", name="You are in").wait_for()
    return User.objects.get().username


def name_a_behaviour(page) -> None:
    page.goto("/progress/new/")
    page.locator("[name=kind][value=alcohol]").check(force=True)
    page.fill("[name=label]", "Wine on weeknights")
    page.locator("[name=stage][value=con]").check(force=True)
    page.locator("main button[type=submit]").last.click()
    page.get_by_role("heading", name="Wine on weeknights").wait_for()
    behaviour = Behaviour.objects.with_stage().get()
    assert (behaviour.title, behaviour.stage) == ("Wine on weeknights", "con")


def plan_from_reasons(page) -> None:
    """A change plan that takes a reason from what was weighed up, seen on paper."""
    page.goto("/tools/change-plan/begin/")
    page.fill("[name=change]", "No wine from Sunday to Thursday")
    page.get_by_role("button", name=f"Take “{REASON}”").click()
    page.wait_for_url("**/entries/**")
    page.locator("button.btn-primary").click()
    page.get_by_role("link", name="Print this").click()
    page.wait_for_url("**/print/**")
    paper = page.locator("main").inner_text()
    assert "No wine from Sunday to Thursday" in paper
    assert REASON in paper
    expect(page.locator("body")).to_contain_text(
        "Not affiliated with or endorsed by SMART Recovery", use_inner_text=True
    )


def reasons_of_the_plan() -> list[str]:
    """The plan's reasons that can be traced to a line of the analysis they were taken from."""
    weighed, plan = Entry.objects.get(tool="cost-benefit"), Entry.objects.get(tool="change-plan")
    lines = {row["id"]: row["text"] for row in weighed.answers["changing_benefit"]}
    origins = [row["from"] for row in plan.answers["reasons"]]
    assert [origin["entry"] for origin in origins] == [str(weighed.pk)]
    return [lines[origin["row"]] for origin in origins]
