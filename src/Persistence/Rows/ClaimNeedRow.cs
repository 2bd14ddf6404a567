using Signalbox.Engine.Identity;

namespace Signalbox.Persistence.Rows;

/// <summary>One capability that an offered attempt needs: a row each, so that one statement finds what a worker can do.</summary>
internal sealed class ClaimNeedRow
{
    public required AttemptId AttemptId { get; init; }

    public required string Capability { get; init; }
}
