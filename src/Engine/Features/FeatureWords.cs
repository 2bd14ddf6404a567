namespace Signalbox.Engine.Features;

/// <summary>How spec 4 writes the statuses of a feature.</summary>
public static class FeatureWords
{
    /// <summary>The word of a status.</summary>
    public static string Of(FeatureStatus status) => status switch
    {
        FeatureStatus.Planning => "planning",
        FeatureStatus.InProgress => "in_progress",
        FeatureStatus.Review => "review",
        FeatureStatus.Completed => "completed",
        FeatureStatus.Blocked => "blocked",
    };

    /// <summary>The status of a word, in any case; null when it is none.</summary>
    public static FeatureStatus? Read(string? word)
    {
        foreach (var status in Enum.GetValues<FeatureStatus>())
        {
            if (string.Equals(Of(status), word?.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return status;
            }
        }

        return null;
    }
}
