using ReasoningGrains.Models;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Export;

/// <summary>A trained model as the service loads it.</summary>
internal static class ModelFolder
{
    /// <summary>Writes it, and says what was written.</summary>
    /// <param name="folder">In the Hugging Face layout.</param>
    /// <param name="state">Of the training.</param>
    /// <param name="tokenizer">A folder whose tokenizer files are copied; null leaves those that are in the folder.</param>
    public static string Write(string folder, TrainingState state, string? tokenizer)
    {
        if (tokenizer is not null)
        {
            TokenizerFiles.Copy(tokenizer, folder);
        }

        HuggingFaceFolder.Write(folder, state.Weights);
        // What was written is read once as the service will: a broken export ends here.
        using (var model = ModelLoader.Open(folder))
        {
            _ = model.Template;
            if (model.Tokenizer.VocabularySize > state.Weights.Shape.Vocabulary)
            {
                throw new ModelFormatException($"The tokenizer of {folder} has {model.Tokenizer.VocabularySize} tokens, the model {state.Weights.Shape.Vocabulary}: it is another model's.");
            }
        }

        return FormattableString.Invariant($"{folder}: step {state.Position.Step}, {state.Weights.Shape.Parameters / 1e6:f2} M parameters, {new FileInfo(Path.Combine(folder, "model.safetensors")).Length / 1e6:f2} MB");
    }
}
