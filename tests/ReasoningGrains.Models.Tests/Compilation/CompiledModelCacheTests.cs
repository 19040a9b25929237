using ReasoningGrains.Models.Compilation;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Compilation;

public sealed class CompiledModelCacheTests
{
    [Fact]
    public void A_graph_is_compiled_once_and_again_when_it_is_damaged()
    {
        using var model = ModelLoader.Open(SharedFiles.Require("models/tiny/llama"));
        var cache = new CompiledModelCache(Directory.CreateTempSubdirectory("reasoninggrains-").FullName);
        var first = cache.Open(model, WeightPrecision.Int8);
        Assert.True(first.Compiled);
        Assert.False(cache.Open(model, WeightPrecision.Int8).Compiled);
        Assert.NotEqual(first.GraphPath, cache.Open(model, WeightPrecision.Float32).GraphPath);
        var weights = Path.Combine(Path.GetDirectoryName(first.GraphPath)!, "weights.bin");
        var bytes = File.ReadAllBytes(weights);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.True(cache.Open(model, WeightPrecision.Int8).Compiled);
        File.Delete(first.GraphPath);
        Assert.True(cache.Open(model, WeightPrecision.Int8).Compiled);
        Assert.False(cache.Open(model, WeightPrecision.Int8).Compiled);
    }

    [Fact]
    public void What_a_killed_compilation_left_is_deleted_and_what_another_one_writes_is_not()
    {
        using var model = ModelLoader.Open(Repository.BuiltIn);
        var folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;
        string[] drafts = [.. Enumerable.Range(0, 2).Select(_ => Path.Combine(folder, $"{new string('a', 32)}.{Guid.NewGuid():N}"))];
        foreach (var draft in drafts)
        {
            Directory.CreateDirectory(draft);
            File.WriteAllText(Path.Combine(draft, "weights.bin"), "half");
        }

        var kept = Directory.CreateDirectory(Path.Combine(folder, "notes.of.mine")).FullName;
        using (new FileStream($"{drafts[1]}.claim", FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            Assert.True(new CompiledModelCache(folder).Open(model, WeightPrecision.Int8).Compiled);
        }

        Assert.Equal([false, true, true], ((string[])[.. drafts, kept]).Select(Directory.Exists));
        Assert.Equal([$"{drafts[1]}.claim"], Directory.GetFiles(folder));
    }
}
