namespace Signalbox.Persistence.Stores;

/// <summary>Conditions that the statements of the pool and its partial indexes share, so that the database sees that one fits the other.</summary>
internal static class ClaimSql
{
    public const string IsOpen = "status = 'Open'";

    public const string IsHeld = "status = 'Claimed'";
}
