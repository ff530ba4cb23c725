"""What functions a script has and what they are called: the same as `symbolic` says."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.objects.scripts.syntax.scopes import find_scopes
from tests.objects.scripts.dense import functions_by_scopes, functions_by_symbolic

HARBOR = Path(__file__).resolve().parents[3] / "fixtures" / "harbor" / "js"
SNIPPETS = """\
var a=()=>{x}
var x=f(()=>1)
class C{m(){1} static s(){2} f=()=>3; get g(){} #p(){} constructor(){4} [z](){} 'str'(){} 12(){}}
class X{get(){};set(){};static(){};static async a(){};static*c(){};async*d(){};get=()=>1}
class A{static{x(()=>1);y={z(){}}} a=1;b(){}}
var o={m(){1},k:function(){},get q(){return 1},n:{d:()=>1},a:b?()=>1:function(){},async z(){}}
var o={5:()=>1,'x y':()=>2,[k]:()=>3,[k](){},set v(x){},__proto__:{a(){}},get(){},new(){}}
foo.bar=function(){};foo[1]=function(){};foo[i]=()=>1;foo['s']=()=>2;foo[a+b]=()=>3
foo().x=()=>4;this.q=function(){};(0,e).r=()=>1;a.#p=()=>1;a?.b(()=>1)
foo.prototype.z=function nm(){};x={a:function nm(){}};f({k:function nm(){}});foo[1]=function nm(){}
let z=async function*w(){};var e=class K{m(){}};var g=class{m(){} constructor(){1}}
call({cb(){1}});x=call({cb(){1}});f({'a':()=>1});f({a:{b:()=>1}})
a=b||function(){};a=b=function(){};a=(b,function(){});a=[function(){},()=>1];a.b={c:{d(){}}}
a=new (class{m(){}});a=new class K{m(){}};a.b.c=class{d(){}};x={a:class Q{m(){}}}
x=function(){return function(){1}};function f(a=()=>1){return ()=>2}
export default function(){1}
export default class{m(){}}
export default{a(){}}
export const q=()=>1;export function c(){};export class D{m(){}}
import{a as b}from"c";import d,{e}from"f";g=()=>1;export{g as h}
const {a=()=>1,b:c=()=>2}=z;function f({a=()=>1},[b=()=>2]){};({a=()=>1})=>1
x=>y=>z;a=>({b(){}});f(a=>a.b,c=>c.d);x=a=>a.b,y=c=>c.d
async x=>{1};async(x)=>{1};x=async(x)=>{1};b=async x=>x;async();async function q(){await(()=>1)}
!function(e,t){t.x=function(){}}(this,function(){1});(()=>{a=()=>1})()
if(a)b=function(){1};else c=()=>2;for(var i=()=>1;;)x(()=>2);do{a=()=>1}while(x);b=()=>2
label:for(;;){a=()=>1};switch(x){case a:b=()=>1;default:c=()=>2}
a=`x${()=>1}y${{b(){}}}`;a=tag`x${`${()=>1}`}`;b=()=>1
if(x)/re()=>1/.test(a);a=b/c/d;e=()=>1;a=x++/y;e=()=>1;a=`${b}`/c;f=/[/()=>]/g;g=()=>1
a=0x1f.b;c=1..d;e=.5;f=()=>1;g=a<b>c;h=a?.5:()=>1;i=j??(()=>1)
a||=()=>1
x?y=()=>1:z=()=>2;x={a:y?()=>1:()=>2,b:()=>3};x&&(y.z=()=>1,w=()=>2)
/* ()=>{ */ a=()=>1 // }
var s="}\\"()=>{",t='{\\'',u=()=>1
class K extends f({a(){}}){m(){}};a=class extends (()=>B){m(){}}
Object.defineProperty(a,'b',{get:function(){},set(x){}});yield_=function*(){yield()=>1}
$a=_b=>1;é=()=>1;var ß=()=>{"🚢"};b=()=>1
""".splitlines()
STATEMENTS = """\
a=function(){}
b=()=>1
class C{
  m(){}
  f=()=>2
  g
  async h(){}
}
function d(){
  return () => 1
}
var e = class {}
, i = () => 1
const {j} = k
let l = {
  m() {},
  n: () => 1
}
o.p = () => {
  q()
}
r => r
"""


@pytest.mark.symbolic
@pytest.mark.parametrize("script", [*SNIPPETS, STATEMENTS], ids=lambda script: script[:30])
def test_snippets(script: str) -> None:
    assert functions_by_scopes(script) == functions_by_symbolic(script)


@pytest.mark.symbolic
@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(HARBOR)) for path in HARBOR.rglob("*.js"))
)
def test_harbor(name: str) -> None:
    """Real bundlers, line by line of what they wrote."""
    script = (HARBOR / name).read_text(encoding="utf-8")
    assert functions_by_scopes(script) == functions_by_symbolic(script)


def names() -> st.SearchStrategy[str]:
    return st.sampled_from(["a", "b.c", "this.d", "e[0]", "f['g']", "h[i]", "$"])


def _expressions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    key = st.sampled_from(["k", "'q'", "[r]", "7", "get", "async"])
    block = st.lists(inner, max_size=3).map(";".join)
    return st.one_of(
        st.tuples(names(), inner).map(lambda t: f"({t[0]}={t[1]})"),
        inner.map(lambda e: f"(x,y)=>({e})"),
        inner.map(lambda e: f"f({e},1)"),
        inner.map(lambda e: f"[{e}]"),
        inner.map(lambda e: f"`t${{{e}}}`"),
        st.tuples(inner, inner).map(lambda t: f"(u?{t[0]}:{t[1]})"),
        block.map(lambda b: f"function(){{{b}}}").map(lambda f: f"({f})"),
        block.map(lambda b: f"async function n(){{{b}}}").map(lambda f: f"({f})"),
        block.map(lambda b: f"async z=>{{{b}}}").map(lambda f: f"({f})"),
        st.tuples(key, inner).map(lambda t: f"{{{t[0]}:{t[1]}}}").map(lambda o: f"({o})"),
        st.tuples(key, block).map(lambda t: f"({{{t[0]}(){{{t[1]}}},s}})"),
        st.tuples(key, block).map(lambda t: f"(class{{{t[0]}(){{{t[1]}}}}})"),
        st.tuples(inner, block).map(
            lambda t: f"(class L{{v={t[0]};static #w(){{{t[1]}}}get o(){{}}}})"
        ),
    )


PROGRAMS = st.lists(
    st.tuples(
        st.sampled_from(["", "p=", "var v=", "o.q=", "if(c)", "return_:", "throw "]),
        st.recursive(st.sampled_from(["1", "g", "'s'", "/r/g", "h.i"]), _expressions, max_leaves=8),
    ).map("".join),
    max_size=4,
).map(";".join)


@pytest.mark.symbolic
@settings(max_examples=150)
@given(PROGRAMS)
def test_any_program(script: str) -> None:
    assert functions_by_scopes(script) == functions_by_symbolic(script)


@given(st.text("abfunctiolsg=>(){}[],;:?.`'\"/*\\$ \n#0", max_size=60))
def test_any_text(script: str) -> None:
    """Ends, with ranges inside the script."""
    for scope in find_scopes(script):
        assert 0 <= scope.start <= scope.end <= len(script)


@pytest.mark.parametrize(
    "script", ["a=()=>{", "a=()=>1)", "{a=()=>1]", "`${", "a=()=>`", "(" * 99_999]
)
def test_what_is_no_script_has_no_functions(script: str) -> None:
    assert find_scopes(script) == []


@pytest.mark.parametrize("piece", ["a=>", "{", "(", "x?", "`${", "/*", "a=", "class{", "'", "\\"])
def test_repeated_pieces_take_little_time(piece: str) -> None:
    """No pattern and no name is looked for from the start again and again."""
    find_scopes(piece * 20_000)
