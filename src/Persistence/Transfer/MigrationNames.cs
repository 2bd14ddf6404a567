using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Transfer;

/// <summary>Migrations by the name that they have on every database: without the time stamp in front.</summary>
internal static class MigrationNames
{
    /// <summary>The name of one.</summary>
    public static string Of(string id) => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <summary>Those that this version knows, in order.</summary>
    public static IReadOnlyList<string> Known(SignalboxDbContext context) => [.. context.Database.GetMigrations().Select(Of)];
}
