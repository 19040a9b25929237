using MediatR;
using Microsoft.Extensions.Options;
using ReasoningGrains.Application.Models;

namespace ReasoningGrains.Application.Behaviours;

/// <summary>Refuses to look up more text than a caller may send.</summary>
internal sealed class ValidateLookUps(IOptions<LimitOptions> limits)
    : IPipelineBehavior<Tokenize, IReadOnlyList<int>>, IPipelineBehavior<RenderMessages, string>, IPipelineBehavior<ScoreAnswer, IReadOnlyList<TokenLogProb>>
{
    public Task<IReadOnlyList<int>> Handle(Tokenize request, CancellationToken cancellationToken, RequestHandlerDelegate<IReadOnlyList<int>> next)
    {
        ItemRules.CheckLength("text", request.Text.Length, limits.Value);
        return next();
    }

    public Task<string> Handle(RenderMessages request, CancellationToken cancellationToken, RequestHandlerDelegate<string> next)
    {
        ItemRules.Check(request.Messages, limits.Value, field: "messages");
        return next();
    }

    public Task<IReadOnlyList<TokenLogProb>> Handle(ScoreAnswer request, CancellationToken cancellationToken, RequestHandlerDelegate<IReadOnlyList<TokenLogProb>> next)
    {
        ItemRules.Check(request.Messages, limits.Value, request.Answer, "messages");
        return next();
    }
}
