from inspector.objects.scripts.syntax.frames import Frame, Waiting


def test_only_objects_and_classes_begin_with_the_name_of_a_member() -> None:
    kinds = ["block", "body", "object", "class", "paren", "array", "index", "template"]
    assert [kind for kind in kinds if Frame(kind, 0, 0, 0).key] == ["object", "class"]


def test_a_function_has_no_name_at_first() -> None:
    assert Waiting(3, declared=True, depth=1).name is None
