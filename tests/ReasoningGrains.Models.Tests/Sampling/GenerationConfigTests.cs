using ReasoningGrains.Models.Sampling;

namespace ReasoningGrains.Models.Tests.Sampling;

public sealed class GenerationConfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    [Fact]
    public void Without_the_file_it_is_llama_cpp_s()
    {
        var defaults = GenerationConfig.Read(folder);
        Assert.Equal((0.8f, 0, 0.95f, 0.05f, 1f), (defaults.Temperature, defaults.TopK, defaults.TopP, defaults.MinP, defaults.RepetitionPenalty));
    }

    [Fact]
    public void What_the_file_leaves_open_is_too()
        => Assert.Equal(new SamplingDefaults(), Read("""{"eos_token_id":2,"temperature":null}"""));

    [Fact]
    public void What_the_file_says_is_taken()
        => Assert.Equal(
            new SamplingDefaults { Temperature = 0.6f, TopK = 20, TopP = 0.9f, MinP = 0.1f, RepetitionPenalty = 1.05f },
            Read("""{"do_sample":true,"temperature":0.6,"top_k":20,"top_p":0.9,"min_p":0.1,"repetition_penalty":1.05}"""));

    [Theory]
    [InlineData("""{"do_sample":false}""")]
    [InlineData("""{"do_sample":false,"temperature":0.6}""")]
    [InlineData("""{"do_sample":true,"temperature":0}""")]
    public void Not_sampling_is_greedy(string json) => Assert.Equal(0, Read(json).Temperature);

    [Fact]
    public void A_negative_top_k_is_all() => Assert.Equal(0, Read("""{"top_k":-1}""").TopK);

    [Theory]
    [InlineData("""{"temperature":-1}""", "the temperature of sampling is -1; allowed is 0 or more")]
    [InlineData("""{"temperature":1e99}""", "allowed is 0 or more")]
    [InlineData("""{"top_p":0}""", "top_p of sampling is 0; allowed is more than 0, up to 1")]
    [InlineData("""{"min_p":2}""", "min_p of sampling is 2; allowed is 0 to 1")]
    [InlineData("""{"repetition_penalty":0}""", "the repetition penalty of sampling is 0; allowed is more than 0")]
    [InlineData("""{"temperature":"hot"}""", "temperature must be a number")]
    [InlineData("""{"do_sample":1}""", "do_sample must be true or false")]
    [InlineData("[]", "holds no JSON object")]
    public void What_is_wrong_is_named(string json, string expected)
    {
        var message = Assert.Throws<ModelFormatException>(() => Read(json)).Message;
        Assert.Contains("generation_config.json", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SamplingDefaults Read(string json)
    {
        File.WriteAllText(Path.Combine(folder, "generation_config.json"), json);
        return GenerationConfig.Read(folder);
    }
}
