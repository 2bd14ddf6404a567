using System.Reflection;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Name and version as people see them.</summary>
internal static class ProductVersion
{
    /// <summary>Version without build metadata, such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
