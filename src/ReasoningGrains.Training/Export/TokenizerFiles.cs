namespace ReasoningGrains.Training.Export;

/// <summary>What of a folder belongs to the tokenizer and the chat template.</summary>
internal static class TokenizerFiles
{
    private static readonly string[] Names = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"];

    /// <exception cref="FileNotFoundException">There is no <c>tokenizer.json</c>.</exception>
    public static void Copy(string from, string to)
    {
        if (!File.Exists(Path.Combine(from, Names[0])))
        {
            throw new FileNotFoundException($"{from} holds no {Names[0]}; give the folder that `reasoning-train tokenizer` wrote.");
        }

        Directory.CreateDirectory(to);
        foreach (var name in Names.Where(name => File.Exists(Path.Combine(from, name))))
        {
            var (source, target) = (Path.GetFullPath(Path.Combine(from, name)), Path.GetFullPath(Path.Combine(to, name)));
            if (source != target)
            {
                File.Copy(source, target, overwrite: true);
            }
        }
    }
}
