using System.Text.Json;
using ReasoningGrains.Models.Templates.Jinja;

namespace ReasoningGrains.Models.Tests.Templates.Jinja;

public class JinjaGoldenTests
{
    private static readonly JsonElement Golden = EmbeddedGolden.Read("jinja.json");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Renders_what_Jinja_renders_or_fails_where_it_fails(int index)
    {
        var golden = Golden.GetProperty("cases")[index];
        var source = golden.GetProperty("template").GetString()!;
        var variables = Golden.GetProperty("variables").EnumerateObject().ToDictionary(property => property.Name, property => JinjaValues.Of(property.Value));
        if (golden.TryGetProperty("text", out var text))
        {
            Assert.Equal(text.GetString(), new JinjaTemplate(source, TimeProvider.System).Render(variables));
        }
        else
        {
            Assert.Throws<ModelFormatException>(() => new JinjaTemplate(source, TimeProvider.System).Render(variables));
        }
    }
}
