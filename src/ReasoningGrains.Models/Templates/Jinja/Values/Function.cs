namespace ReasoningGrains.Models.Templates.Jinja.Values;

/// <summary>Something a template can call: a macro, a bound method or one of the functions that Hugging Face gives templates.</summary>
internal delegate object? Function(Arguments arguments);
