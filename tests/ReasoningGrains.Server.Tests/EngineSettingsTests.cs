using Microsoft.Extensions.Configuration;
using ReasoningGrains.Server.Hosting;

namespace ReasoningGrains.Server.Tests;

public sealed class EngineSettingsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_path_it_is_the_built_in_model_beside_the_server(string? path)
        => Assert.Equal(Path.Combine(AppContext.BaseDirectory, "models", "built-in"), Read(path).ModelPath);

    [Fact]
    public void A_path_wins() => Assert.Equal("/somewhere/model.gguf", Read("/somewhere/model.gguf").ModelPath);

    private static Inference.Engine.EngineOptions Read(string? path)
        => EngineSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Model:Path"] = path }).Build());
}
