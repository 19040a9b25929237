using ReasoningGrains.Models.Hub;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Hub;

public sealed class ModelStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    [Fact]
    public void A_name_may_be_any_whole_part_that_names_one()
    {
        Put("one/small/a.gguf");
        Put("two/small/b.gguf");
        Put("two/large/config.json");
        Put("two/large/model-00001-of-00002.safetensors");
        Put("two/half/config.json");
        var store = new ModelStore(folder);
        Assert.Equal(["one/small/a.gguf", "two/large", "two/small/b.gguf"], store.List().Select(m => m.Name));
        Assert.Equal(Path.Combine(folder, "two/large"), store.Resolve("large"));
        Assert.Equal(Path.Combine(folder, "one/small/a.gguf"), store.Resolve("one"));
        Assert.Equal(Path.Combine(folder, "two/small/b.gguf"), store.Resolve("two/small/b.gguf"));
        Assert.Contains("small may be any of one/small/a.gguf, two/small/b.gguf", Refusal(store, "small"), StringComparison.Ordinal);
        Assert.Contains("smal does not exist as a path, and the store", Refusal(store, "smal"), StringComparison.Ordinal);
        Assert.Contains("it holds one/small/a.gguf, two/large, two/small/b.gguf", Refusal(store, "smal"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_is_taken_as_it_is()
    {
        Assert.Equal(folder, new ModelStore("nowhere").Resolve(folder));
        Assert.Equal("/nowhere/a.gguf", new ModelStore("nowhere").Resolve("/nowhere/a.gguf"));
        Assert.Contains("it holds none (see reasoning models pull)", Refusal(new ModelStore("nowhere"), "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_to_the_files_of_a_model_are_as_good_as_the_files()
    {
        var source = SharedFiles.Require("models/tiny/llama");
        var linked = Directory.CreateDirectory(Path.Combine(folder, "one", "linked")).FullName;
        foreach (var name in new[] { "config.json", "model.safetensors" })
        {
            File.CreateSymbolicLink(Path.Combine(linked, name), Path.Combine(source, name));
        }

        var store = new ModelStore(folder);
        var summary = ModelSummary.Read(Assert.Single(store.List()), store);
        Assert.Equal(new FileInfo(Path.Combine(source, "model.safetensors")).Length, summary.Bytes);
        Assert.Null(summary.License);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Refusal(ModelStore store, string name) => Assert.Throws<ModelFormatException>(() => store.Resolve(name)).Message;

    private void Put(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        File.WriteAllText(Path.Combine(folder, name), "");
    }
}
