from stages.models import Behaviour


def test_a_label_comes_back(ana):
    Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")

    assert Behaviour.objects.get().label == "Wine on weeknights"
