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
}
