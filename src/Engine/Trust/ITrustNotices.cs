using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Trust;

/// <summary>Tells those whom a trust model names.</summary>
public interface ITrustNotices
{
    /// <summary>Tells one.</summary>
    /// <param name="whom">Who.</param>
    /// <param name="text">What, at most some thousand characters.</param>
    /// <param name="run">The run that it is about.</param>
    /// <param name="occasion">What it is said at: whoever was told of that is told no second time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task TellAsync(TrustNotify whom, string text, RunId run, string occasion, CancellationToken cancellationToken);
}
