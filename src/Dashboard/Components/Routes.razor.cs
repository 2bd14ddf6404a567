using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Signalbox.Dashboard.Components;

/// <summary>Which page stands at an address.</summary>
public sealed partial class Routes
{
    private Type? _opened;
    private bool _moved;

    // The heading takes the focus when another page came in place, so that it is read out. On a page just opened the focus stays at its
    // beginning, as with any document: the first Tab reaches the skip link.
    private bool HasMoved(RouteData data)
    {
        _opened ??= data.PageType;
        return _moved |= _opened != data.PageType;
    }
}
