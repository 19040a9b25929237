namespace ReasoningGrains.Models;

/// <summary>Opens models.</summary>
public static partial class ModelLoader
{
    /// <summary>Opens a GGUF file, or a folder in the Hugging Face layout.</summary>
    /// <exception cref="ModelFormatException">It cannot be used; the message says why.</exception>
    public static Model Open(string path)
    {
        var model = Directory.Exists(path) ? OpenFolder(path)
            : File.Exists(path) ? OpenGguf(path)
            : throw new ModelFormatException($"{path} does not exist; give a GGUF file or a folder with config.json and safetensors.");
        try
        {
            ShapeChecks.Check(model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static string Slug(string name)
    {
        var letters = name.Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-').ToArray();
        return new string(letters) is { Length: > 0 } slug ? slug : "model";
    }
}
