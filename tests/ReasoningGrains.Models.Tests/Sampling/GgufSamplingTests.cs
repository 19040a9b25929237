using ReasoningGrains.Models.Gguf;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Sampling;

public sealed class GgufSamplingTests
{
    [Fact]
    public void What_the_metadata_say_is_taken()
        => Assert.Equal(
            new SamplingDefaults { Temperature = 0.7f, TopK = 20, TopP = 0.8f, MinP = 0.01f, RepetitionPenalty = 1.05f },
            Read(("temp", (double)0.7f), ("top_k", 20L), ("top_p", (double)0.8f), ("min_p", (double)0.01f), ("penalty_repeat", (double)1.05f)));

    [Fact]
    public void What_they_leave_open_is_llama_cpp_s()
        => Assert.Equal(new SamplingDefaults { TopK = 64 }, Read(("top_k", 64L)));

    [Fact]
    public void A_temperature_of_0_is_greedy() => Assert.Equal(0, Read(("temp", 0d)).Temperature);

    [Fact]
    public void A_top_k_of_0_or_less_is_all() => Assert.Equal(0, Read(("top_k", -1L)).TopK);

    [Fact]
    public void What_is_no_number_is_refused()
        => Assert.Contains("m.gguf: the temperature of sampling is NaN; allowed is 0 or more", Assert.Throws<ModelFormatException>(() => Read(("temp", double.NaN))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_real_file_without_the_keys_has_llama_cpp_s()
    {
        using var model = ModelLoader.Open(SharedFiles.Require("models/smollm2-135m/model.gguf"));
        Assert.Equal(new SamplingDefaults(), model.Sampling);
    }

    private static SamplingDefaults Read(params (string Key, object Value)[] metadata)
        => GgufSampling.Read("m.gguf", new GgufMetadata("m.gguf", metadata.ToDictionary(m => $"general.sampling.{m.Key}", m => m.Value)));
}
