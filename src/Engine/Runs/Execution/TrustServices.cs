using Signalbox.Engine.Trust;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What decides whether a step's changes need a person.</summary>
/// <param name="Desk">The trust models.</param>
/// <param name="Diffs">Names the files that changed.</param>
/// <param name="Notices">Tells those whom a model names; null: nobody is told.</param>
public sealed record TrustServices(TrustDesk Desk, WorkspaceDiffs Diffs, ITrustNotices? Notices = null);
