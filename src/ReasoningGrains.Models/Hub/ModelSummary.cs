using ReasoningGrains.Models.Files;
using ReasoningGrains.Models.Gguf;

namespace ReasoningGrains.Models.Hub;

/// <summary>What a list shows of a model.</summary>
/// <param name="Architecture">Of its configuration.</param>
/// <param name="Bytes">Of its weight files.</param>
/// <param name="WeightType">The element type that most of its weights have, as the file spells it.</param>
/// <param name="License">As pulled, else as the GGUF file says; null when neither does.</param>
public sealed record ModelSummary(Architecture Architecture, long Bytes, string WeightType, string? License)
{
    /// <summary>Opens the model and looks.</summary>
    /// <exception cref="ModelFormatException">It cannot be used.</exception>
    public static ModelSummary Read(StoredModel stored, ModelStore store)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(store);
        using var model = ModelLoader.Open(stored.Path);
        var types = model.Weights.Names.Select(model.Weights.Tensor).GroupBy(t => t.Type);
        return new ModelSummary(
            model.Config.Architecture,
            model.WeightFiles.Sum(MappedFile.LengthOf),
            types.MaxBy(g => g.Sum(t => (long)t.Rows * t.Columns))!.Key,
            Pulled(stored, store) ?? InFile(stored.Path));
    }

    private static string? Pulled(StoredModel stored, ModelStore store)
    {
        for (var folder = stored.Path; folder is not null && folder.Length > store.Folder.Length; folder = Path.GetDirectoryName(folder))
        {
            if (ModelCard.Find(folder) is { } card)
            {
                return card.License;
            }
        }

        return null;
    }

    private static string? InFile(string path)
    {
        if (Directory.Exists(path))
        {
            return null;
        }

        using var file = GgufFile.Open(path);
        return file.Metadata.FindText("general.license");
    }
}
