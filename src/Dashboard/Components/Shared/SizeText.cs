using System.Globalization;

namespace Signalbox.Dashboard.Components.Shared;

/// <summary>Sizes in words.</summary>
public static class SizeText
{
    /// <summary><c>812 B</c>, <c>3.4 MB</c>; thousands, as disks are sold.</summary>
    public static string Of(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };
}
