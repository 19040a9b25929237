using System.Text.Json;
using ReasoningGrains.Application;
using ReasoningGrains.Server.Http;

namespace ReasoningGrains.Server.Tests;

public sealed class AttentionFieldTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"attention":null}""")]
    public void None_is_the_servers_default(string body) => Assert.Null(Read(body));

    [Fact]
    public void Text_is_a_profile() => Assert.Equal(new AttentionOptions { Profile = "low-latency" }, Read("""{"attention":"low-latency"}"""));

    [Fact]
    public void An_object_holds_settings() => Assert.Equal(
        new AttentionOptions { Profile = "balanced", Alpha = 0.5f, Budget = 512, Local = 64, Sink = 0, Refresh = 32, Probes = 16, LocalBias = -1, ReadAhead = 0.25f, Coverage = 0.9f, Negligible = 0.01f, Cool = 2 },
        Read("""{"attention":{"profile":"balanced","alpha":0.5,"budget":512,"local":64,"sink":0,"refresh":32,"probes":16,"local_bias":-1,"read_ahead":0.25,"coverage":0.9,"negligible":0.01,"cool":2}}"""));

    [Theory]
    [InlineData("""{"attention":3}""", "attention")]
    [InlineData("""{"attention":{"window":3}}""", "attention.window")]
    [InlineData("""{"attention":{"alpha":"much"}}""", "attention.alpha")]
    [InlineData("""{"attention":{"budget":0.5}}""", "attention.budget")]
    public void What_is_not_understood_is_refused_by_its_name(string body, string field) => Assert.Equal(field, Assert.Throws<RefusedException>(() => Read(body)).Field);

    private static AttentionOptions? Read(string body)
    {
        using var document = JsonDocument.Parse(body);
        return AttentionField.Read(new Fields(document.RootElement));
    }
}
