using Microsoft.Extensions.Configuration;
using ReasoningGrains.Server.Hosting;

namespace ReasoningGrains.Server.Tests;

public sealed class LoopbackOnlyTests
{
    [Theory]
    [InlineData("urls", "http://0.0.0.0:80")]
    [InlineData("urls", "http://127.0.0.1:80;http://10.0.0.1:80")]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://*:80")]
    public void Without_keys_no_other_machine_is_listened_to(string key, string value)
    {
        Assert.Contains(value.Split(';')[^1], Assert.Throws<ArgumentException>(() => LoopbackOnly.Check(Settings((key, value)))).Message, StringComparison.Ordinal);
        LoopbackOnly.Check(Settings((key, value), ("Server:AllowRemote", "true")));
        // As a boolean of JSON arrives.
        LoopbackOnly.Check(Settings((key, value), ("Server:AllowRemote", "True")));
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:80;http://localhost:81")]
    [InlineData("Kestrel:Endpoints:Here:Url", "http://localhost:80")]
    public void This_machine_is(string key, string value) => LoopbackOnly.Check(Settings((key, value)));

    [Fact]
    public void Addresses_win_over_ports() => LoopbackOnly.Check(Settings(("urls", "http://127.0.0.1:80"), ("http_ports", "8080")));

    private static IConfiguration Settings(params (string Key, string Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
}
