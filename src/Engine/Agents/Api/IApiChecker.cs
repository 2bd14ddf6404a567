namespace Signalbox.Engine.Agents.Api;

/// <summary>Checks APIs by asking them for their models (design/agents.md, Registry and health). First when somebody wants to know, for it is a call to outside; then now and then.</summary>
public interface IApiChecker
{
    /// <summary>An agent of this machine, whose status says from then on what was found; null when it is no API, or lacks something to be called with.</summary>
    Task<ApiHealth?> CheckApiAsync(string id, CancellationToken cancellationToken);

    /// <summary>An API that somebody registered.</summary>
    Task<ApiHealth> CheckApiAsync(ApiAgentSettings settings, CancellationToken cancellationToken);
}
