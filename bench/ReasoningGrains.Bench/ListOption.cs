using System.CommandLine;
using System.Globalization;

namespace ReasoningGrains.Bench;

/// <summary>An option whose value is a list with commas.</summary>
internal static class ListOption
{
    public static Option<T[]> Of<T>(string name, string description, params T[] unset)
        where T : IParsable<T>
        => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => unset,
            CustomParser = result =>
            {
                var values = new List<T>();
                foreach (var text in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
                {
                    if (!T.TryParse(text, CultureInfo.InvariantCulture, out var value))
                    {
                        result.AddError($"{name} has '{text}', which is no {typeof(T).Name}.");
                        return [];
                    }

                    values.Add(value);
                }

                return [.. values];
            },
        };
}
