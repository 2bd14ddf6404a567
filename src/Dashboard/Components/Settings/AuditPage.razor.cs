using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;

namespace Signalbox.Dashboard.Components.Settings;

/// <summary>The audit log.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 100;
    private IReadOnlyList<AuditEntry>? _entries;
    private int _pages = 1;
    private bool _hasMore;

    [Inject]
    private AuditLog Log { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Of { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => true;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var shown = _pages * PageSize;
        var entries = await Log.ListAsync(new AuditFilter(Target: string.IsNullOrEmpty(Of) ? null : Of), null, shown + 1, cancellationToken);
        (_entries, _hasMore) = ([.. entries.Take(shown)], entries.Count > shown);
    }

    private static string Door(AuditDoor door) => door switch
    {
        AuditDoor.Browser => "browser",
        AuditDoor.CommandLine => "command line",
        AuditDoor.Api => "API",
        AuditDoor.Server => "server",
    };

    private async Task MoreAsync()
    {
        _pages++;
        await ReadAsync();
    }
}
