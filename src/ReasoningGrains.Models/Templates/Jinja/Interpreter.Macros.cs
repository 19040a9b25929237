using ReasoningGrains.Models.Templates.Jinja.Syntax;
using ReasoningGrains.Models.Templates.Jinja.Values;

namespace ReasoningGrains.Models.Templates.Jinja;

internal sealed partial class Interpreter
{
    /// <summary>A macro or the body of a call block as a function; it sees the names of where it stands.</summary>
    private Function Callable(string name, IReadOnlyList<Parameter> parameters, IReadOnlyList<Statement> body, Scope definition) => arguments =>
    {
        Refuse(name, parameters, arguments);
        var scope = new Scope(definition);
        for (var i = 0; i < parameters.Count; i++)
        {
            var given = arguments.Get(i, parameters[i].Name, Missing);
            scope.Set(parameters[i].Name, ReferenceEquals(given, Missing)
                ? parameters[i].Default is { } fallback ? Evaluate(fallback, scope) : new Undefined(parameters[i].Name)
                : given);
        }

        if (arguments.Named.TryGetValue("caller", out var caller))
        {
            scope.Set("caller", caller);
        }

        return Capture(body, scope);
    };

    private object? CallWithCaller(Call call, Scope scope)
    {
        scope.TryGet("caller", out var caller);
        var arguments = Arguments("call", call.Arguments, scope);
        var named = new Dictionary<string, object?>(arguments.Named, StringComparer.Ordinal) { ["caller"] = caller };
        return Evaluate(call.Function, scope) is Function function
            ? function(arguments with { Named = named })
            : throw new ModelFormatException("The chat template has a call block around something that is no function.");
    }

    private static readonly object Missing = new();

    private static void Refuse(string name, IReadOnlyList<Parameter> parameters, Arguments arguments)
    {
        if (arguments.Count > parameters.Count)
        {
            throw new ModelFormatException($"The chat template calls '{name}' with {arguments.Count} arguments; allowed: {parameters.Count}.");
        }

        foreach (var given in arguments.Named.Keys)
        {
            if (given != "caller" && !parameters.Any(parameter => parameter.Name == given))
            {
                throw new ModelFormatException($"The chat template calls '{name}' with the unknown argument '{given}'.");
            }
        }
    }
}
