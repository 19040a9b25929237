using Microsoft.Extensions.Configuration;
using ReasoningGrains.Server.Hosting;

namespace ReasoningGrains.Server.Tests;

public sealed class ClusterSettingsTests
{
    [Fact]
    public void Unless_it_is_said_otherwise_only_this_machine_reaches_a_silo()
    {
        var settings = Read();
        Assert.Equal("127.0.0.1", $"{settings.Address}");
        Assert.NotEqual(settings.SiloPort, settings.GatewayPort);
    }

    [Fact]
    public void What_is_said_counts()
        => Assert.Equal("10.0.0.1 11111 30000", Read(("Cluster:Address", "10.0.0.1"), ("Cluster:SiloPort", "11111"), ("Cluster:GatewayPort", "30000"), ("Server:AllowRemote", "true")) is var s ? $"{s.Address} {s.SiloPort} {s.GatewayPort}" : "");

    [Theory]
    [InlineData("Cluster:Address", "10.0.0.1", "Server:AllowRemote")]
    [InlineData("Cluster:Address", "silo-1", "IP address")]
    [InlineData("Cluster:SiloPort", "0", "1 to 65535")]
    [InlineData("Cluster:GatewayPort", "many", "1 to 65535")]
    public void What_cannot_be_is_refused_by_its_name(string key, string value, string allowed)
    {
        var refused = Assert.Throws<ArgumentException>(() => Read((key, value)));
        Assert.StartsWith($"{key} is '{value}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    private static ClusterSettings Read(params (string Key, string Value)[] settings)
        => ClusterSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build());
}
