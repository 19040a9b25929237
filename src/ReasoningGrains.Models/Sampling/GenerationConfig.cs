using ReasoningGrains.Models.Safetensors;
using ReasoningGrains.Models.Tokenizers.HuggingFace;

namespace ReasoningGrains.Models.Sampling;

/// <summary>Reads what <c>generation_config.json</c> of a model folder says about sampling.</summary>
internal static class GenerationConfig
{
    private const string FileName = "generation_config.json";

    /// <summary>A file that says <c>do_sample</c> false wants the likeliest token; one that leaves it out says nothing.</summary>
    public static SamplingDefaults Read(string folder)
    {
        if (JsonFile.Read(folder, FileName) is not { } root)
        {
            return new SamplingDefaults();
        }

        var json = new JsonFields(Path.Combine(folder, FileName), root);
        var open = new SamplingDefaults();
        return SamplingChecks.Checked(json.Path, new SamplingDefaults
        {
            Temperature = json.FindFlag("do_sample") == false ? 0 : (float?)json.FindNumber("temperature") ?? open.Temperature,
            TopK = json.FindInteger("top_k") ?? open.TopK,
            TopP = (float?)json.FindNumber("top_p") ?? open.TopP,
            MinP = (float?)json.FindNumber("min_p") ?? open.MinP,
            RepetitionPenalty = (float?)json.FindNumber("repetition_penalty") ?? open.RepetitionPenalty,
        });
    }
}
