using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Signalbox.Dashboard.Components;

/// <summary>The document around every page, rendered once by the server.</summary>
public sealed partial class App
{
    /// <summary>Cookie with the theme a person chose; absent: the system's.</summary>
    public const string ThemeCookie = "signalbox-theme";

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [CascadingParameter]
    private HttpContext? Request { get; set; }

    // Anything else in the cookie is not echoed
    private string? Theme => Request?.Request.Cookies[ThemeCookie] switch
    {
        "light" => "light",
        "dark" => "dark",
        _ => null,
    };

    private string Now => Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
}
