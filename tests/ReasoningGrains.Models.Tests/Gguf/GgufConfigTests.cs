using ReasoningGrains.Models.Gguf;

namespace ReasoningGrains.Models.Tests.Gguf;

public sealed class GgufConfigTests
{
    [Theory]
    [InlineData("linear", 4f, 0.25)]
    [InlineData("linear", 0f, 1)]
    [InlineData("none", 4f, 1)]
    public void Linear_scaling_divides_the_angles(string type, float factor, double fastest)
        => Assert.Equal(fastest, Read(("llama.rope.scaling.type", type), ("llama.rope.scaling.factor", factor)).Rope.InverseFrequencies(4)[0]);

    [Fact]
    public void A_factor_without_a_type_is_linear() => Assert.Equal(0.5, Read(("llama.rope.scale_linear", 2f)).Rope.InverseFrequencies(4)[0]);

    [Fact]
    public void Another_scaling_is_refused_by_its_name()
        => Assert.Contains("yarn", Assert.Throws<ModelFormatException>(() => Read(("llama.rope.scaling.type", "yarn"), ("llama.rope.scaling.factor", 4f))).Message, StringComparison.Ordinal);

    [Fact]
    public void Heads_that_are_rotated_in_part_are_refused()
        => Assert.Contains("2 of the 4", Assert.Throws<ModelFormatException>(() => Read(("llama.rope.dimension_count", 2))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("llama.attention.key_length", -2)]
    [InlineData("llama.attention.key_length", int.MaxValue)]
    [InlineData("llama.rope.freq_base", 0f)]
    [InlineData("llama.rope.freq_base", float.NaN)]
    [InlineData("llama.attention.layer_norm_rms_epsilon", -1f)]
    public void Numbers_that_no_decoder_has_are_refused_before_anything_is_allocated_by_them(string key, object value)
        => Assert.Throws<ModelFormatException>(() => Read(("llama.rope.scale_linear", 2f), (key, value)));

    private static ModelConfig Read(params (string Key, object Value)[] more)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, GgufBytes.Llama(more));
        using var file = GgufFile.Open(path);
        return GgufConfig.Read(file);
    }
}
