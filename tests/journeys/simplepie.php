<?php
// Prints what SimplePie, as WordPress ships it in wp-includes, reads in each file: a line each, [id, link, title, time].
error_reporting(E_ALL & ~E_DEPRECATED);
define("ABSPATH", __DIR__ . "/");
define("WPINC", "wp-includes");
require ABSPATH . WPINC . "/class-simplepie.php";
foreach (array_slice($argv, 1) as $file) {
    $feed = new SimplePie();
    $feed->enable_cache(false);
    $feed->set_raw_data(file_get_contents($file));
    if (!$feed->init()) {
        fwrite(STDERR, "$file: " . $feed->error() . "\n");
        exit(1);
    }
    $rows = [];
    foreach ($feed->get_items() as $item) {
        $texts = [$item->get_id(), $item->get_link(), $item->get_title()]; // as HTML, made to be put into a page
        $plain = array_map(fn($text) => html_entity_decode($text, ENT_QUOTES | ENT_HTML5, "UTF-8"), $texts);
        $rows[] = [...$plain, $item->get_gmdate("Y-m-d\\TH:i:s")];
    }
    echo json_encode($rows, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
}
