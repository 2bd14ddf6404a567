using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Signalbox.Dashboard.Components.Layout;

/// <summary>Rail, top bar and the page.</summary>
public sealed partial class MainLayout : IDisposable
{
    private ErrorBoundary? _boundary;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // The document has a base address: a bare fragment would leave the page
    private string SkipTarget => new Uri(Navigation.Uri).PathAndQuery + "#content";

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= Moved;

    /// <inheritdoc/>
    protected override void OnInitialized() => Navigation.LocationChanged += Moved;

    private void Recover() => _boundary?.Recover();

    // Another page is not to blame for the fault of the last one
    private void Moved(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        Recover();
        StateHasChanged();
    });
}
