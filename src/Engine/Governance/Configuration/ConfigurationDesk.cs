using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>
/// Applies, compares and rolls back configurations (spec 2, Configuration). A document with a fault changes nothing; one without becomes the next
/// version in one transaction with its audit entry, and then takes effect on this server; others on the same database take it over.
/// </summary>
public sealed class ConfigurationDesk(IConfigurationStore store, IConfigurationTarget target, AuditLog audit, RunEventBus bus, TimeProvider time, MetricsDesk? metrics = null)
{
    private volatile IReadOnlyList<string>? _refused;

    /// <summary>The version in force; null while none was applied.</summary>
    public Task<ConfigurationVersion?> CurrentAsync(CancellationToken cancellationToken) => store.NewestAsync(cancellationToken);

    /// <summary>Keys of the version in force that count only after a restart of this server.</summary>
    public IReadOnlyList<string> RestartNeeded => target.RestartNeeded;

    /// <summary>Why the version in force does not count on this server, or not on all of it, in sentences without an end; empty when it does.</summary>
    public IReadOnlyList<string> Unsettled => [.. _refused is { } refused ? refused : [], .. target.Unsettled];

    /// <summary>A version; null when there is none.</summary>
    public Task<ConfigurationVersion?> FindAsync(string version, CancellationToken cancellationToken) => store.FindAsync(version, cancellationToken);

    /// <summary>Versions before a number, newest first; null: all.</summary>
    public Task<IReadOnlyList<ConfigurationSummary>> ListAsync(int? before, int limit, CancellationToken cancellationToken) => store.ListAsync(before, limit, cancellationToken);

    /// <summary>Every fault of a document, on this server.</summary>
    public ConfigurationReadResult Check(string text, string file) => Check(text, file, target.Known);

    /// <summary>What changed between two versions, as <c>diff -u</c> writes it; null when one of them is not known.</summary>
    public async Task<string?> DiffAsync(string from, string to, CancellationToken cancellationToken) =>
        await store.FindAsync(from, cancellationToken) is { } first && await store.FindAsync(to, cancellationToken) is { } second ? Diff(first, second.Version, second.Text) : null;

    /// <summary>Applies a document whose version is greater than the one in force.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">What it is called, for diagnostics.</param>
    /// <param name="by">Who applies it.</param>
    /// <param name="cancellationToken">Gives up; nothing is half applied.</param>
    public async Task<ConfigurationApplied> ApplyAsync(string text, string file, string by, CancellationToken cancellationToken)
    {
        var read = Check(text, file);
        if (read.Document is not { } document)
        {
            return new ConfigurationApplied { Diagnostics = read.Diagnostics };
        }

        var newest = await store.NewestAsync(cancellationToken);
        if (newest is not null && string.Equals(newest.Sha256, Hash(document.Text), StringComparison.Ordinal))
        {
            var again = await target.TakeAsync(newest, document, cancellationToken);
            return new ConfigurationApplied { Version = newest, WasApplied = true, Diagnostics = WithUnsettled(read.Diagnostics, file), RestartNeeded = again };
        }

        return newest is not null && SemanticVersion.Parse(newest.Version) is { } last && document.Version.CompareTo(last) <= 0
            ? new ConfigurationApplied { Diagnostics = read.Diagnostics, Refused = $"version {document.Version} is not greater than {newest.Version}, which is in force: give the document a greater one, such as {last.NextPatch()}" }
            : await AddAsync(newest, document, rolledBackFrom: null, by, cancellationToken) with { Diagnostics = WithUnsettled(read.Diagnostics, file) };
    }

    /// <summary>Applies the document of an earlier version again, under the version after the one in force.</summary>
    /// <param name="version">The earlier version.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up; nothing is half applied.</param>
    public async Task<ConfigurationApplied> RollbackAsync(string version, string by, CancellationToken cancellationToken)
    {
        var newest = await store.NewestAsync(cancellationToken);
        if (newest is null || await store.FindAsync(version, cancellationToken) is not { } wanted)
        {
            return new ConfigurationApplied { NotFound = $"version {version} was never applied" };
        }

        if (wanted.Number == newest.Number)
        {
            return new ConfigurationApplied { Refused = $"version {version} is in force" };
        }

        // What was valid once may not be so on this server today.
        var next = SemanticVersion.Parse(newest.Version)!.NextPatch();
        var old = Check(wanted.Text, $"configuration {wanted.Version}");
        var read = old.Document is null ? old : Check(old.Document.WithVersion(next).Text, $"configuration {wanted.Version}");
        return read.Document is { } document
            ? await AddAsync(newest, document, wanted.Version, by, cancellationToken) with { Diagnostics = WithUnsettled(read.Diagnostics, $"configuration {wanted.Version}") }
            : new ConfigurationApplied { Diagnostics = read.Diagnostics };
    }

    /// <summary>Goes on with what the version in force had no effect on yet; nothing when it has on all.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (target.Unsettled.Count > 0)
        {
            await target.SettleAsync(cancellationToken);
            bus.Publish(new Notice.ConfigurationChanged());
        }
    }

    /// <summary>Lets the version in force take effect on this server, as after another server applied it. Null when there is none, or this server cannot take it.</summary>
    public async Task<ConfigurationApplied?> FollowAsync(CancellationToken cancellationToken)
    {
        if (await store.NewestAsync(cancellationToken) is not { } newest)
        {
            return null;
        }

        // It is in force: an agent that was known where it was applied may not be known here yet, and the workflow says that it is missing.
        var read = Check(newest.Text, $"configuration {newest.Version}", target.Known with { Agents = null });
        if (read.Document is not { } document)
        {
            _refused = [$"this server still works by an earlier configuration than {newest.Version}, which is in force", .. read.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
            bus.Publish(new Notice.ConfigurationChanged());
            return new ConfigurationApplied { Diagnostics = read.Diagnostics };
        }

        var restart = await target.TakeAsync(newest, document, cancellationToken);
        _refused = null;
        bus.Publish(new Notice.ConfigurationChanged());
        return new ConfigurationApplied { Version = newest, WasApplied = true, RestartNeeded = restart };
    }

    private IReadOnlyList<Diagnostic> WithUnsettled(IReadOnlyList<Diagnostic> found, string file) =>
        [.. found, .. target.Unsettled.Select(u => new Diagnostic(file, 1, 1, DiagnosticSeverity.Warning, ConfigurationCodes.NotSettled, $"{char.ToUpperInvariant(u[0])}{u[1..]}."))];

    private ConfigurationReadResult Check(string text, string file, ConfigurationKnown known)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = ConfigurationReader.Read(text, file, known);
        return read.Partial is { } partial ? read.With(target.FindFaults(partial, file)) : read;
    }

    private static string Diff(ConfigurationVersion? from, string version, string text) =>
        LineDiff.Unified(from?.Text ?? "", text, from is null ? "nothing" : $"configuration {from.Version}", $"configuration {version}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<ConfigurationApplied> AddAsync(ConfigurationVersion? newest, ConfigurationDocument document, string? rolledBackFrom, string by, CancellationToken cancellationToken)
    {
        var version = new ConfigurationVersion
        {
            Id = EntityId.New<ConfigurationVersionId>(),
            Number = (newest?.Number ?? 0) + 1,
            Version = document.Version.Text,
            Text = document.Text,
            Sha256 = Hash(document.Text),
            Diff = Diff(newest, document.Version.Text, document.Text),
            AppliedBy = by,
            AppliedAt = time.GetUtcNow(),
            RolledBackFrom = rolledBackFrom,
        };
        var entry = audit.Make(
            rolledBackFrom is null ? AuditActions.ConfigurationApply : AuditActions.ConfigurationRollback,
            version.Version,
            newest is null ? null : new { newest.Version, newest.Sha256 },
            new { version.Version, version.Sha256, version.RolledBackFrom, version.Diff });
        if (!await store.AddAsync(version, entry, cancellationToken))
        {
            return new ConfigurationApplied { Refused = "somebody else applied a configuration at the same time: look at what is in force now, then try again" };
        }

        // It is in force: what takes effect here is not given up half way.
        var restart = await target.TakeAsync(version, document, CancellationToken.None);
        _refused = null;
        bus.Publish(new Notice.ConfigurationChanged());
        if (metrics is not null)
        {
            await metrics.ConfigurationAppliedAsync(version.Version, by, CancellationToken.None);
        }

        return new ConfigurationApplied { Version = version, RestartNeeded = restart };
    }
}
