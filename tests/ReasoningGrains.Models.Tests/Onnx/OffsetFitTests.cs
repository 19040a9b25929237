using System.Runtime.InteropServices;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Onnx;

public sealed class OffsetFitTests
{
    private const int Block = 32;

    [Theory, InlineData("Q4_1"), InlineData("Q4_K")]
    public void Errs_less_than_llama_cpp_with_as_many_bits(string type)
    {
        var source = Floats("source.f32");
        var theirs = Floats($"{type}.f32");
        var ours = new float[source.Length];
        var values = new sbyte[Block];
        for (var from = 0; from < source.Length; from += Block)
        {
            var (scale, offset) = OffsetFit.Fit(source.AsSpan(from, Block), values);
            Assert.All(values, v => Assert.InRange(v, -8, 7));
            for (var i = 0; i < Block; i++)
            {
                ours[from + i] = (values[i] * scale) + offset;
            }
        }

        Assert.True(Error(source, ours) < Error(source, theirs), $"ours {Error(source, ours)}, llama.cpp {Error(source, theirs)}");
    }

    [Fact]
    public void Floats_on_a_line_of_sixteen_come_back()
    {
        float[] source = [.. Enumerable.Range(0, Block).Select(i => (0.25f * (i % 16)) + 3)];
        var values = new sbyte[Block];
        var (scale, offset) = OffsetFit.Fit(source, values);
        Assert.All(source.Zip(values), pair => Assert.Equal(pair.First, (pair.Second * scale) + offset, 1e-5f));
    }

    [Theory, InlineData(0f), InlineData(-7.5f)]
    public void A_constant_block_comes_back(float value)
    {
        var values = new sbyte[Block];
        var (scale, offset) = OffsetFit.Fit(Enumerable.Repeat(value, Block).ToArray(), values);
        Assert.All(values, v => Assert.Equal(value, (v * scale) + offset));
    }

    private static float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(SharedFiles.Require($"models/gguf-quants/{file}"))).ToArray();

    private static double Error(float[] a, float[] b) => a.Zip(b).Sum(p => Math.Pow(p.First - p.Second, 2));
}
