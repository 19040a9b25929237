using ReasoningGrains.Models.Gguf;

namespace ReasoningGrains.Models.Sampling;

/// <summary>Reads what the metadata of a GGUF file say about sampling, under the keys that llama.cpp's converter writes.</summary>
internal static class GgufSampling
{
    private const string Prefix = "general.sampling.";

    public static SamplingDefaults Read(string path, GgufMetadata metadata)
    {
        var open = new SamplingDefaults();
        return SamplingChecks.Checked(path, new SamplingDefaults
        {
            Temperature = Number("temp") ?? open.Temperature,
            TopK = metadata.FindInteger($"{Prefix}top_k") ?? open.TopK,
            TopP = Number("top_p") ?? open.TopP,
            MinP = Number("min_p") ?? open.MinP,
            RepetitionPenalty = Number("penalty_repeat") ?? open.RepetitionPenalty,
        });

        float? Number(string key) => (float?)metadata.FindNumber(Prefix + key);
    }
}
