namespace ReasoningGrains.Models;

/// <summary>The small model that comes with the program: what answers where no other is named.</summary>
public static class BuiltInModel
{
    public const string Name = "built-in";

    /// <summary>What to expect of it, for people.</summary>
    public const string Description = "The built-in model is a small demonstration: it knows people, things, places, codes, counts, arithmetic and small logic that you tell it, nothing else.";

    private static readonly string[] Files = ["config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];

    /// <summary>Beside the program, where its build puts it.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models", Name);

    /// <summary>The folder, once all files are seen to be there.</summary>
    /// <exception cref="ModelFormatException">Some are not; the message names the folder and says what to do.</exception>
    internal static string Checked(string folder)
    {
        var missing = Files.Where(file => !File.Exists(Path.Combine(folder, file))).ToArray();
        return missing.Length == 0 ? folder
            : throw new ModelFormatException($"The built-in model is not whole: {folder} lacks {string.Join(", ", missing)}. Build again from a checkout whose models/built-in has them, or name another model (--model, or the server's Model:Path).");
    }
}
