using System.Text;
using ReasoningGrains.Models.Safetensors;

namespace ReasoningGrains.Models.Tests.Safetensors;

public sealed class HuggingFaceConfigTests
{
    private const string Whole = """
        {"model_type":"llama","num_hidden_layers":2,"hidden_size":64,"num_attention_heads":4,"intermediate_size":128,"vocab_size":100,"max_position_embeddings":256,"rms_norm_eps":1e-5,"rope_theta":10000.0,
        "rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":128}}
        """;

    [Fact]
    public void The_whole_file_works()
    {
        var config = Read(Whole);
        Assert.Equal((2, 64, 16, 10000f), (config.Layers, config.Hidden, config.HeadDim, config.Rope.Theta));
        Assert.Equal(8, config.Rope.Llama3!.Factor);
    }

    [Theory]
    [InlineData("\"rope_theta\":10000.0", "\"rope_theta\":0", "base")]
    [InlineData("\"rope_theta\":10000.0", "\"rope_theta\":-1", "base")]
    [InlineData("\"rope_theta\":10000.0", "\"rope_theta\":1e200", "base")]
    [InlineData("\"factor\":8.0", "\"factor\":0", "factor")]
    [InlineData("\"low_freq_factor\":1.0", "\"low_freq_factor\":-1", "low_freq_factor")]
    [InlineData("\"high_freq_factor\":4.0", "\"high_freq_factor\":1", "high_freq_factor")]
    [InlineData("\"original_max_position_embeddings\":128", "\"original_max_position_embeddings\":0", "original context")]
    [InlineData("\"rms_norm_eps\":1e-5", "\"rms_norm_eps\":-1", "epsilon")]
    [InlineData("\"model_type\":\"llama\"", "\"model_type\":\"\\ud800\"", "config.json")]
    [InlineData("\"model_type\":\"llama\"", "\"model_type\":\"gpt2\"", "gpt2")]
    [InlineData("{\"model_type\"", "[\"model_type\"", "config.json")]
    public void What_is_wrong_is_named(string sound, string broken, string expected)
    {
        Assert.Contains(sound, Whole, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => Read(Whole.Replace(sound, broken, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    private static ModelConfig Read(string json)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("reasoninggrains-").FullName, "config.json");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(json));
        return HuggingFaceConfig.Read(path);
    }
}
