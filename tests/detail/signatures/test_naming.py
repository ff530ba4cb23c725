from string import hexdigits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.detail.signatures.naming import no_name, normalised, normalised_file


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "void foo<int, std::vector<char>>(int, char*)::{lambda(int)#1}::operator()(int) const",
            "foo<T>::{lambda}::operator()",
            id="lambda-of-gcc",
        ),
        pytest.param(
            "std::vector<int, std::allocator<int> >::push_back(int&&)",
            "std::vector<T>::push_back",
            id="template",
        ),
        pytest.param(
            "decltype(auto) a::b<int (*)(int)>(int (*)(int))", "a::b<T>", id="return-type"
        ),
        pytest.param(
            "a::(anonymous namespace)::f(S*)", "a::(anonymous namespace)::f", id="itanium"
        ),
        pytest.param("a::`anonymous namespace'::f", "a::(anonymous namespace)::f", id="msvc"),
        pytest.param("a::{anonymous}::f(int)", "a::(anonymous namespace)::f", id="gcc"),
        pytest.param("<lambda_0123abcd>::operator()", "{lambda}::operator()", id="msvc-lambda"),
        pytest.param("f()::$_0::operator()(int)", "f::{lambda}::operator()", id="clang-lambda"),
        pytest.param("operator new(unsigned long)", "operator new", id="new"),
        pytest.param("Foo::operator<(Foo const&) const", "Foo::operator<", id="less"),
        pytest.param("Foo::operator->()", "Foo::operator->", id="arrow"),
        pytest.param("Foo::operator bool() const", "Foo::operator bool", id="conversion"),
        pytest.param(
            "std::ostream& std::operator<< <std::char_traits<char> >(std::ostream&, char const*)",
            "std::operator<<<T>",
            id="shift",
        ),
        pytest.param(
            "<alloc::vec::Vec<T> as core::ops::drop::Drop>::drop",
            "<alloc::vec::Vec<T> as core::ops::drop::Drop>::drop",
            id="rust-impl",
        ),
        pytest.param("a::b::{{closure}}::h0123456789abcdef", "a::b::{closure}", id="rust-legacy"),
        pytest.param("a[a1b2c3d4e5f60718]::b::<u32>::{closure#0}", "a::b::{closure}", id="rust-v0"),
        pytest.param("-[Foo(Cat) bar:baz:]", "-[Foo bar:baz:]", id="objc-category"),
        pytest.param("__33-[Foo bar]_block_invoke_2", "-[Foo bar] {block}", id="objc-block"),
        pytest.param("App.Foo.bar(baz: Swift.Int) -> Swift.String", "App.Foo.bar", id="swift"),
        pytest.param(
            "closure #1 (Swift.Int) -> () in App.Foo.bar(x: Swift.Int) -> ()",
            "App.Foo.bar {closure}",
            id="swift-closure",
        ),
        pytest.param("App.Foo.x.getter : Swift.Int", "App.Foo.x.getter", id="swift-getter"),
        pytest.param("Program.<DoAsync>d__12.MoveNext()", "Program.DoAsync", id="dotnet-async"),
        pytest.param(
            "Program.<>c__DisplayClass5_0.<Run>b__2(Int32)", "Program.Run.{lambda}", id="dotnet"
        ),
        pytest.param("List`1[[System.Int32]].Add(Int32)", "List.Add", id="dotnet-generic"),
        pytest.param("async function", "async function", id="script"),
        pytest.param("thunk_0x7fff12345678", "thunk_0x", id="address"),
    ],
)
def test_normalised(name: str, expected: str) -> None:
    assert normalised(name) == expected
    assert normalised(expected) in (expected, expected.replace("operator<<<T>", "operator<<<T>"))


@pytest.mark.parametrize(
    "name",
    ["", "0x7fff12", "sub_401000", "FUN_00401000", "<unknown>", "<redacted>", "??", "(anonymous)",
     "___lldb_unnamed_symbol12", "wasm-function[12]"],
)  # fmt: skip
def test_names_that_say_nothing(name: str) -> None:
    assert no_name(name)


def test_what_minifiers_leave_says_nothing_in_scripts_only() -> None:
    assert no_name("t.e", script=True)
    assert no_name("Object.r", script=True)
    assert not no_name("t.e")
    assert not no_name("render", script=True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("https://x.test/static/main.4f3a2b1c.js?v=1", "main.*.js", id="dot"),
        pytest.param("chunk-vendors-a1b2c3d4.min.js", "chunk-vendors-*.min.js", id="dash"),
        pytest.param("application.js", "application.js", id="no-hash"),
    ],
)
def test_files_of_scripts(name: str, expected: str) -> None:
    assert normalised_file(name) == expected


@given(st.text(alphabet="ab:<>(){}[]`'$ #&*~.,|-_0123operator lambda", max_size=80))
def test_any_text_has_a_name_in_one_line(text: str) -> None:
    assert "\n" not in normalised(text)
    assert not set(normalised(text)) & set("\x03\x04\x05\x06\x07")


@given(st.text(alphabet=hexdigits[:16], min_size=16, max_size=16))
def test_hashes_of_rust_do_not_matter(digits: str) -> None:
    assert normalised(f"a::b::h{digits}") == "a::b"


def test_long_brackets_take_no_time() -> None:
    for text in ("<" * 100_000, "(" * 100_000, "<()" * 50_000, "{lambda(" * 20_000, "`1'::" * 9999):
        normalised(text)
