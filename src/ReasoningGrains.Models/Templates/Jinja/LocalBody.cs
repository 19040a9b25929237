using ReasoningGrains.Models.Templates.Jinja.Syntax;
using Attribute = ReasoningGrains.Models.Templates.Jinja.Syntax.Attribute;

namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>Reads the body of a loop for what it depends on. Whatever is not known to depend on the item, its place and names that can be compared is refused.</summary>
internal sealed class LocalBody
{
    private const string LoopName = "loop";
    private readonly string item;

    private LocalBody(string item) => this.item = item;

    public bool SeesLast { get; private set; }

    public HashSet<OuterRead> Reads { get; } = [];

    /// <param name="body">Of the loop.</param>
    /// <param name="item">The name of its item.</param>
    /// <returns>Null when it depends on more.</returns>
    public static LocalBody? Of(IReadOnlyList<Statement> body, string item)
    {
        var read = new LocalBody(item);
        return item != LoopName && read.All(body) ? read : null;
    }

    private bool All(IReadOnlyList<Statement> statements) => statements.All(IsLocal);

    private bool All(IEnumerable<Expression> expressions) => expressions.All(IsLocal);

    private bool IsLocal(Statement statement) => statement switch
    {
        TextOutput => true,
        Output output => IsLocal(output.Value),
        // What is set stays in the iteration.
        Set { Target: NameTarget } set => IsLocal(set.Value),
        If choice => choice.Branches.All(branch => IsLocal(branch.Condition) && All(branch.Body)) && All(choice.Otherwise),
        Group group => All(group.Body),
        _ => false,
    };

    private bool IsLocal(Expression expression) => expression switch
    {
        Literal => true,
        Variable variable => Read(variable.Name, at: null),
        Attribute { Value: Variable { Name: LoopName } } loop => IsPlace(loop.Name),
        Attribute attribute => IsLocal(attribute.Value),
        Item { Value: Variable list, Index: Literal { Value: long and >= 0 and <= int.MaxValue and var at } } => Read(list.Name, (int)at),
        Item item => IsLocal(item.Value) && IsLocal(item.Index),
        Slice slice => IsLocal(slice.Value) && All(new[] { slice.From, slice.To, slice.Step }.OfType<Expression>()),
        // A name's value is compared, and with it what it does; the methods of values change nothing.
        Call call => IsLocal(call.Function) && IsLocal(call.Arguments),
        Filter filter => IsLocal(filter.Value) && IsLocal(filter.Arguments),
        Test test => IsLocal(test.Value) && IsLocal(test.Arguments),
        Unary unary => IsLocal(unary.Operand),
        Binary binary => IsLocal(binary.Left) && IsLocal(binary.Right),
        Comparison comparison => IsLocal(comparison.First) && All(comparison.Rest.Select(rest => rest.Right)),
        Conditional conditional => IsLocal(conditional.Condition) && IsLocal(conditional.Then) && (conditional.Otherwise is null || IsLocal(conditional.Otherwise)),
        ListLiteral list => All(list.Items),
        DictionaryLiteral dictionary => dictionary.Entries.All(entry => IsLocal(entry.Key) && IsLocal(entry.Value)),
        _ => false,
    };

    private bool IsLocal(CallArguments arguments) => All(arguments.Positional) && arguments.Named.All(argument => IsLocal(argument.Value));

    /// <summary>What of the loop stays the same for an item when others follow.</summary>
    private bool IsPlace(string attribute)
    {
        SeesLast |= attribute == "last";
        return attribute is "index" or "index0" or "first" or "last";
    }

    private bool Read(string name, int? at)
    {
        if (name != item)
        {
            Reads.Add(new OuterRead(name, at));
        }

        return name != LoopName;
    }
}
