using ReasoningGrains.Models.Templates.Jinja;
using ReasoningGrains.Models.Templates.Jinja.Syntax;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Tests.Templates.Jinja;

/// <summary>A rendering that goes on from a former one is what it would be without; and it goes on where it can.</summary>
public class LocalLoopTests
{
    private const string Chat = """
        {% for message in messages %}{% if loop.first and messages[0].role != 'system' %}[default]{% endif %}{{ '[' + message['role'] + name + ']' + message.content | trim }}{% endfor %}{% if more %}[more]{% endif %}
        """;

    private const string LastMarked = "{{ name }}:{% for message in messages %}{{ message.content }}{% if loop.last %}.{% else %},{% endif %}{% endfor %}";

    private const string OfTheRest = """
        {% if messages[0].role == 'system' %}{% set first = messages[0].content %}{% set rest = messages[1:] %}{% else %}{% set first = 'none' %}{% set rest = messages %}{% endif %}
        {% for message in rest %}{% if (message.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('order') }}{% endif %}{{ first ~ message.content.strip() }}{% endfor %}
        """;

    [Theory]
    [InlineData(Chat, 2)]
    [InlineData(LastMarked, 1)]
    [InlineData(OfTheRest, 2)]
    public void What_was_written_is_taken(string source, int taken)
    {
        var template = new JinjaTemplate(source, TimeProvider.System);
        List<Mapping> messages = [Message("user", "one"), Message("assistant", "two")];
        var former = template.RenderAfter(null, default, Variables(messages));
        messages.AddRange([Message("user", "three"), Message("assistant", "four")]);
        // Another text in its place shows what is taken.
        var written = former.Loop!;
        var marked = former.Text[..written.Start] + new string('#', written.Ends[taken - 1] - written.Start) + former.Text[written.Ends[taken - 1]..];
        var whole = template.Render(Variables(messages));
        var next = template.RenderAfter(written, marked.AsMemory(), Variables(messages));
        Assert.Equal(whole[..written.Start] + new string('#', written.Ends[taken - 1] - written.Start) + whole[written.Ends[taken - 1]..], next.Text);
        Assert.Equal(next.Text.Length, next.Loop!.Length);
        Assert.Equal(messages.Count, next.Loop.Ends.Length);
    }

    [Theory]
    [InlineData(Chat)]
    [InlineData(LastMarked)]
    [InlineData(OfTheRest)]
    public void Whatever_changes_the_text_is_what_it_would_be(string source)
    {
        var template = new JinjaTemplate(source, TimeProvider.System);
        var random = new Random(3);
        List<Mapping> messages = [];
        (string Text, WrittenLoop? Loop) former = ("", null);
        for (var round = 0; round < 300; round++)
        {
            var at = random.Next(messages.Count + 1);
            if (at < messages.Count && random.Next(4) == 0)
            {
                messages.RemoveRange(at, messages.Count - at);
            }
            else if (at < messages.Count && at >= First(messages) && random.Next(4) == 0)
            {
                messages[at] = Message(at % 2 == First(messages) ? "user" : "assistant", $" changed {round} ");
            }

            // In turns, as one template wants them, sometimes after a system message.
            messages.Add(messages.Count == 0 && random.Next(2) == 0 ? Message("system", $"s{round}") : Message(messages.Count % 2 == First(messages) ? "user" : "assistant", $" {round} "));
            var variables = Variables(messages, random.Next(5) == 0 ? "other" : "name", more: random.Next(2) == 0);
            former = template.RenderAfter(former.Loop, former.Text.AsMemory(), variables);
            Assert.Equal(template.Render(variables), former.Text);
        }
    }

    [Theory]
    [InlineData("{% for m in messages %}{{ m.content ~ loop.length }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ m.content ~ loop.revindex }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ m.content ~ loop.nextitem.content }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ m.content if loop.changed(m.role) }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ loop }}{% endfor %}")]
    [InlineData("{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}")]
    [InlineData("{% for m in messages %}{% if loop.index == 3 %}{% break %}{% endif %}{{ m.content }}{% endfor %}")]
    [InlineData("{% set n = namespace(count=0) %}{% for m in messages %}{% set n.count = n.count + 1 %}{{ n.count }}{% endfor %}")]
    [InlineData("{% for m in messages %}{% for k in m %}{{ k }}{% endfor %}{% endfor %}")]
    [InlineData("{% for m in messages %}{% macro f() %}{{ m.content }}{% endmacro %}{{ f() }}{% endfor %}")]
    [InlineData("{% if true %}{% for m in messages %}{{ m.content }}{% endfor %}{% endif %}")]
    public void What_depends_on_more_is_no_local_loop(string source) => Assert.Null(LocalLoop.Of(Parser.Parse(source)));

    [Theory]
    [InlineData("{% for m in messages %}{{ m.content ~ messages[-1].content }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ m.content ~ messages | length }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ m.content ~ messages[3].content }}{% endfor %}")]
    [InlineData("{% set n = namespace(count=messages | length) %}{% for m in messages %}{{ n.count }}{% endfor %}")]
    [InlineData("{% for m in messages %}{{ m.content ~ range(2) | length }}{% endfor %}")]
    [InlineData("{{ messages | length }}{% for m in messages %}{{ m.content }}{% endfor %}")]
    [InlineData("{% macro f(x) %}{{ x ~ messages | length }}{% endmacro %}{% for m in messages %}{{ f(m.content) }}{% endfor %}")]
    [InlineData("{% for m in messages[1:] %}{{ m.content }}{% endfor %}{{ messages | length }}")]
    public void What_it_reads_besides_is_compared(string source)
    {
        var template = new JinjaTemplate(source, TimeProvider.System);
        List<Mapping> messages = [.. Enumerable.Range(0, 4).Select(i => Message("user", $"{i}"))];
        var former = template.RenderAfter(null, default, Variables(messages));
        messages.Add(Message("user", "five"));
        messages[3] = Message("user", "changed");
        var next = template.RenderAfter(former.Loop, former.Text.AsMemory(), Variables(messages));
        Assert.Equal(template.Render(Variables(messages)), next.Text);
    }

    private static Mapping Message(string role, string content) => new(("role", role), ("content", content));

    /// <summary>Where the turns begin.</summary>
    private static int First(List<Mapping> messages) => messages is [var first, ..] && first.TryGet("role", out var role) && role is "system" ? 1 : 0;

    private static Dictionary<string, object?> Variables(IEnumerable<Mapping> messages, string name = "name", bool more = true)
        => new() { ["messages"] = messages.ToList<object?>(), ["name"] = name, ["more"] = more };
}
