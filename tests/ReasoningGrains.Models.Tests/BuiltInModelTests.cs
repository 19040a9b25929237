using ReasoningGrains.Models.Hub;

namespace ReasoningGrains.Models.Tests;

public sealed class BuiltInModelTests : IDisposable
{
    private static readonly string[] Files = ["config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    private string BuiltIn => Path.Combine(folder, "models", "built-in");

    private ModelStore Store => new(Path.Combine(folder, "store"), BuiltIn);

    [Fact]
    public void It_lies_beside_the_program()
        => Assert.Equal(Path.Combine(AppContext.BaseDirectory, "models", "built-in"), BuiltInModel.DefaultFolder);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("built-in")]
    public void It_is_what_nothing_and_its_name_mean(string? named)
    {
        Put(BuiltIn, Files);
        Assert.Equal(BuiltIn, Store.Resolve(named));
        Assert.Empty(Store.List());
    }

    [Fact]
    public void What_is_named_wins()
    {
        Put(BuiltIn, Files);
        Put(Path.Combine(folder, "store", "owner", "other"), "config.json", "model.safetensors");
        Assert.Equal(Path.Combine(folder, "store", "owner", "other"), Store.Resolve("other"));
        Assert.Equal(folder, Store.Resolve(folder));
        Put(Path.Combine(folder, "store", "built-in"), "config.json", "model.safetensors");
        Assert.Equal(Path.Combine(folder, "store", "built-in"), Store.Resolve("built-in"));
    }

    [Fact]
    public void Files_that_are_missing_are_named_with_their_folder_and_what_to_do()
    {
        Put(BuiltIn, "config.json", "tokenizer.json");
        var message = Assert.Throws<ModelFormatException>(() => Store.Resolve(null)).Message;
        Assert.Contains($"{BuiltIn} lacks generation_config.json, model.safetensors, tokenizer_config.json. Build again", message, StringComparison.Ordinal);
        Assert.Contains("Model:Path", message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Put(string at, params string[] files)
    {
        Directory.CreateDirectory(at);
        Array.ForEach(files, file => File.WriteAllText(Path.Combine(at, file), ""));
    }
}
