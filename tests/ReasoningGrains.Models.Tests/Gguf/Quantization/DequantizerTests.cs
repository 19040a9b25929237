using System.Runtime.InteropServices;
using System.Text.Json;
using ReasoningGrains.Models.Gguf;
using ReasoningGrains.Models.Gguf.Quantization;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Gguf.Quantization;

public sealed class DequantizerTests
{
    [Fact]
    public void Every_type_gives_the_golden_floats_bit_for_bit()
    {
        using var index = JsonDocument.Parse(File.ReadAllText(SharedFiles.Require("models/gguf-quants/index.json")));
        var types = index.RootElement.GetProperty("types").EnumerateArray().Select(t => t.GetProperty("type").GetString()!).ToArray();
        Assert.Equal(14, types.Length);
        foreach (var type in types)
        {
            var quantized = File.ReadAllBytes(SharedFiles.Require($"models/gguf-quants/{type}.bin"));
            var golden = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(SharedFiles.Require($"models/gguf-quants/{type}.f32"))).ToArray();
            var floats = new float[golden.Length];
            Dequantizer.Of(Enum.Parse<GgufType>(type)).Row(quantized, floats);
            for (var i = 0; i < golden.Length; i++)
            {
                Assert.True(BitConverter.SingleToInt32Bits(golden[i]) == BitConverter.SingleToInt32Bits(floats[i]) || golden[i] == floats[i], $"{type}, element {i}: golden {golden[i]:R}, got {floats[i]:R}");
            }
        }
    }
}
