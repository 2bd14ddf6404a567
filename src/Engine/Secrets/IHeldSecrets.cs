namespace Signalbox.Engine.Secrets;

/// <summary>Keeps the secrets of the steps that somebody holds out of what they say elsewhere: in messages, in learnings (design/security.md).</summary>
public interface IHeldSecrets
{
    /// <summary>A text as it may be kept.</summary>
    /// <param name="by">Who says it: the id of an agent; who holds no step is not masked.</param>
    /// <param name="text">What they say.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<string> MaskAsync(string by, string text, CancellationToken cancellationToken);
}
