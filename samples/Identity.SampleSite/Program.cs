using Identity.SampleSite;

await Site.Build(args, null).RunAsync();
