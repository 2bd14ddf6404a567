using System.Globalization;

namespace Signalbox.Dashboard.Components.Shared;

/// <summary>Sums of money.</summary>
public static class MoneyText
{
    /// <summary><c>$0.84</c>; below a cent four places, so that it is not shown as nothing.</summary>
    public static string Usd(decimal value) =>
        "$" + value.ToString(value is > 0 and < 0.01m ? "0.0000" : "#,0.00", CultureInfo.InvariantCulture);
}
