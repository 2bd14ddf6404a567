using Signalbox.Engine.Trust;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Trust models in the shapes of design/contract.md.</summary>
internal static class TrustShapes
{
    public static TrustVersionModel Of(TrustModelVersion v, string? repository, bool withText = false) => new()
    {
        Id = v.Id.Value,
        Repository = repository,
        Number = v.Number,
        Removed = v.IsRemoval,
        Sha256 = v.Sha256,
        File = v.File,
        CreatedBy = v.CreatedBy,
        CreatedAt = v.CreatedAt,
        Text = withText ? v.Text : null,
    };

    public static TrustAnswerModel Of(TrustDecision d, TrustModelVersion v) => new()
    {
        Level = TrustWords.Of(d.Level),
        AutoApprove = d.Rules.PassesByItself,
        Supervision = TrustWords.Of(d.Rules.Supervision),
        MatchedBy = d.Deciding.MatchedBy,
        Reason = d.Deciding.Reason,
        Path = d.Deciding.Path,
        Escalation = d.Rules.Escalation,
        Paths = [.. d.Verdicts.Where(p => p.Path is not null).Select(p => new TrustVerdictModel(p.Path!, TrustWords.Of(p.Level), p.MatchedBy, p.Reason, p.Line))],
        ModelId = v.Id.Value,
    };

    public static ValidationModel Of(TrustModelResult result) => new(result.IsValid, [.. result.Diagnostics.Select(Shapes.Of)]);
}
