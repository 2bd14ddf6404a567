using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>The server that a configuration takes effect on.</summary>
public interface IConfigurationTarget
{
    /// <summary>What the server knows beside the document.</summary>
    ConfigurationKnown Known { get; }

    /// <summary>Keys of the configuration in force that count only after a restart of this server.</summary>
    IReadOnlyList<string> RestartNeeded { get; }

    /// <summary>Parts of this server on which the configuration in force has no effect yet, in sentences without an end; empty when it has on all.</summary>
    IReadOnlyList<string> Unsettled { get; }

    /// <summary>What this server could not take of a document that is valid by itself, each at its place.</summary>
    IReadOnlyList<Diagnostic> FindFaults(ConfigurationDocument document, string file);

    /// <summary>
    /// Lets a document that has no fault take effect for what begins from now on; runs at work are not touched. Taking the same again changes nothing but
    /// what had no effect yet. What has none now is in <see cref="Unsettled"/>.
    /// </summary>
    /// <returns>Keys of the document that count only after a restart, such as <c>deployment.urls</c>.</returns>
    Task<IReadOnlyList<string>> TakeAsync(ConfigurationVersion version, ConfigurationDocument document, CancellationToken cancellationToken);

    /// <summary>Goes on with what had no effect yet.</summary>
    Task SettleAsync(CancellationToken cancellationToken);
}
