"""Renders templates with Jinja 3.1 itself, set up as transformers does. Run: python3 make.py > jinja.json"""
import json, sys
import jinja2, jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)

env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols])
env.filters["tojson"] = tojson
env.globals["raise_exception"] = raise_exception

variables = {
    "messages": [
        {"role": "system", "content": " Be terse. "},
        {"role": "user", "content": "Héllo 🙂 \"quoted\" <b>\n\tx"},
        {"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes.", "reasoning_content": "hm"},
        {"role": "user", "content": "bye"},
    ],
    "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {"a": {"type": "string", "enum": ["x", "y"]}}, "required": ["a"]}}}],
    "n": 7, "f": 2.5, "s": "a,b,,c", "empty": "", "nothing": None, "yes": True, "no": False,
    "numbers": [3, 1, 2, 3], "d": {"b": 1, "a": [1, "two", None, True, 1.0]}, "words": ["Pear", "apple", "fig"],
    "bos_token": "<s>", "eos_token": "</s>", "add_generation_prompt": True, "unicode": "𝐀b̂ß",
}

templates = open(sys.path[0] + "/templates.txt", encoding="utf-8").read().split("\n=====\n")
cases = []
for template in templates:
    try:
        cases.append({"template": template, "text": env.from_string(template).render(**variables)})
    except Exception as error:
        cases.append({"template": template, "error": type(error).__name__ + ": " + str(error)})
json.dump({"variables": variables, "cases": cases}, sys.stdout, ensure_ascii=False, indent=1)
