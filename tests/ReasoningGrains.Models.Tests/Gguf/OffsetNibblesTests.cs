using ReasoningGrains.Models.Gguf;
using ReasoningGrains.Models.Gguf.Quantization;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Gguf;

public sealed class OffsetNibblesTests
{
    [Theory]
    [InlineData("Q4_1", 20, 32)]
    [InlineData("Q4_K", 144, 256)]
    public void Integers_scales_and_offsets_give_the_golden_floats(string type, int blockBytes, int blockSize)
    {
        var bytes = File.ReadAllBytes(SharedFiles.Require($"models/gguf-quants/{type}.bin"));
        var golden = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(SharedFiles.Require($"models/gguf-quants/{type}.f32"))).ToArray();
        Assert.Equal(bytes.Length / blockBytes * blockSize, golden.Length);
        var (values, scales, offsets) = (new sbyte[golden.Length], new float[golden.Length / 32], new float[golden.Length / 32]);
        OffsetNibbles.Read(Enum.Parse<GgufType>(type), bytes, values, scales, offsets);
        Assert.All(values, v => Assert.InRange(v, -8, 7));
        // The middle moves from the integer to the offset: one rounding more.
        Assert.All(golden.Select((g, i) => (g, i)), x => Assert.Equal(x.g, (values[x.i] * scales[x.i / 32]) + offsets[x.i / 32], 1e-5f));
    }
}
