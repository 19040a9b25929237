using FsCheck;
using FsCheck.Fluent;
using ReasoningGrains.Models.Templates.Jinja;

namespace ReasoningGrains.Models.Tests.Templates.Jinja;

public class HostileTemplateTests
{
    private static readonly Dictionary<string, object?> Nothing = [];

    [Theory]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m(x) %}{{ m(x + 1) }}{{ m(x + 1) }}{% endmacro %}{{ m(0) }}")]
    [InlineData("{{ 'a' * 9999999999 }}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaaaaaaaaaa') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='a' * 1000000) %}{% for i in range(999) %}{% set ns.s = ns.s + 'b' %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaaaaaaaaaa') %}{% for i in range(99) %}{% set ns.s = ns.s.replace('a', ns.s) %}{% endfor %}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for i in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}")]
    [InlineData("{% set ns = namespace(l=[]) %}{% for i in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l | tojson }}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}")]
    [InlineData("{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}")]
    [InlineData("{% set s = 'a' * 100000000 %}{% for i in range(99999) %}{% if s | length %}{% endif %}{% endfor %}")]
    [InlineData("{% set s = 'a' * 100000000 %}{% for i in range(99999) %}{% if 'b' in s %}{% endif %}{% endfor %}")]
    [InlineData("{{ 9223372036854775807 + 1 }}")]
    [InlineData("{{ [2, 'a', 1] | sort }}")]
    [InlineData("{{ 'x' | indent(999999999) }}{{ 'x\ny' | indent(999999999999) }}")]
    [InlineData("{{ '%s' % ('a', 'b') }}")]
    [InlineData("{% import 'os' as os %}")]
    [InlineData("{% include '/etc/passwd' %}")]
    public void Endless_and_huge_templates_end_in_one_error(string source) =>
        Assert.Throws<ModelFormatException>(() => new JinjaTemplate(source, TimeProvider.System).Render(Nothing));

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("not ", "")]
    [InlineData("-", "")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("1+", "")]
    [InlineData("{1:", "}")]
    public void Deep_expressions_end_in_one_error(string open, string close)
    {
        var source = "{{ " + string.Concat(Enumerable.Repeat(open, 50_000)) + "1" + string.Concat(Enumerable.Repeat(close, 50_000)) + " }}";
        Assert.Throws<ModelFormatException>(() => new JinjaTemplate(source, TimeProvider.System).Render(Nothing));
    }

    /// <summary>Mappings and scopes look few names up one by one and many in a table; what they answer is what Python's dict does.</summary>
    [Fact]
    public void Many_names_and_keys_are_found_as_few_are()
    {
        var names = string.Concat(Enumerable.Range(0, 20).Select(i => $"{{% set v{i} = {i} %}}{{{{ v{i} }}}},"));
        var again = "{% set v3 = 'x' %}{{ v3 }}{{ v19 }}{{ none is defined }}{{ v20 is defined }};";
        var keys = "{% set d = {'a': 0, 1: 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'f': 6, 'g': 7, 'h': 8, 'i': 9, true: 'one', 'a': 'z'} %}{{ d | length }}{{ d['a'] }}{{ d[1.0] }}{{ d['i'] }}{{ 'j' in d }}{{ d.keys() | list | first }}";
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},")) + "x19TrueFalse;" + "10zone9Falsea",
            new JinjaTemplate(names + again + keys, TimeProvider.System).Render(Nothing));
    }

    [Fact]
    public void Deep_blocks_end_in_one_error()
    {
        var source = string.Concat(Enumerable.Repeat("{% if 1 %}", 20_000)) + string.Concat(Enumerable.Repeat("{% endif %}", 20_000));
        Assert.Throws<ModelFormatException>(() => new JinjaTemplate(source, TimeProvider.System).Render(Nothing));
    }

    [Fact]
    public void Random_templates_render_or_end_in_one_error()
    {
        string[] pieces =
        [
            "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", " if ", " else ", " endif ", " for ", " in ", " endfor ", " set ", " endset ", "=", "x", "y", "(", ")", "[", "]", "{", "}", "'", "\"", "\\", ".", ",", "|",
            "raw", "endraw", "macro", "endmacro", "1", "9.5", "~", "**", "//", " is ", " not ", "defined", "loop", "range", "namespace", "trim", "join", "\n", ":", "true", "none", "🙂", "\uD800", "call", "filter", "with",
        ];
        Prop.ForAll(Gen.Elements(pieces).ArrayOf().ToArbitrary(), parts =>
        {
            try
            {
                new JinjaTemplate(string.Concat(parts), TimeProvider.System).Render(new Dictionary<string, object?> { ["x"] = "text", ["y"] = new List<object?> { 1L, "b" } });
            }
            catch (ModelFormatException)
            {
                return true;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
    }

    [Fact]
    public void The_date_comes_from_the_given_clock()
    {
        Assert.Equal("05 Mar 2026, Thursday 064", new JinjaTemplate("{{ strftime_now('%d %b %Y, %A %j') }}", new FixedTime()).Render(Nothing));
        Assert.Equal("04 Mar 2026", new JinjaTemplate("{{ strftime_now('%d %b %Y') }}", new FixedTime()).Render(Nothing, new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero)));
    }

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
    }
}
